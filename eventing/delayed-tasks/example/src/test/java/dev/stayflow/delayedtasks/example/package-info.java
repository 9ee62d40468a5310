@NullMarked
package dev.stayflow.delayedtasks.example;

import org.jspecify.annotations.NullMarked;
