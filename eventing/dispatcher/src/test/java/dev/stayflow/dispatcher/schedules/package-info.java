@NullMarked
package dev.stayflow.dispatcher.schedules;

import org.jspecify.annotations.NullMarked;
