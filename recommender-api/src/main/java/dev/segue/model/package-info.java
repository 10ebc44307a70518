/**
 * The model file: named tensors and text in the safetensors layout. Every recommender saves itself
 * in one.
 */
@NullMarked
package dev.segue.model;

import org.jspecify.annotations.NullMarked;
