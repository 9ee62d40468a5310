/**
 * Random lives of orders, many at once, on real servers, against a plain model of what may become
 * of them.
 */
@NullMarked
package dev.stayflow.model;

import org.jspecify.annotations.NullMarked;
