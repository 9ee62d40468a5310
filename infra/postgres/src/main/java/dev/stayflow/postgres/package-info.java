/** The database: its tables as Flyway migrations, and the process that applies them. */
@NullMarked
package dev.stayflow.postgres;

import org.jspecify.annotations.NullMarked;
