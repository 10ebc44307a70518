/**
 * The model file: named tensors and text in the safetensors layout, read and written safely. Every
 * recommender saves itself in one.
 */
@NullMarked
package dev.segue.model;

import org.jspecify.annotations.NullMarked;
