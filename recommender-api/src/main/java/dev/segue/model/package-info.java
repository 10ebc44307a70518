/**
 * The model file: named tensors and text in the safetensors layout. Every recommender saves itself
 * in one.
 *
 * {@snippet class="dev.segue.samples.javadoc.ModelExamplesTest" region="reading"}
 */
@NullMarked
package dev.segue.model;

import org.jspecify.annotations.NullMarked;
