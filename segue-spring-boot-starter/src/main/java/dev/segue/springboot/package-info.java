/** A recommender as a bean of Spring Boot. */
@NullMarked
package dev.segue.springboot;

import org.jspecify.annotations.NullMarked;
