/** The command-line tool: the one place where resources and the transaction system are wired. */
@NullMarked
package dev.tutti.app;

import org.jspecify.annotations.NullMarked;
