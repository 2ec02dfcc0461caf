/** The command line. Only {@link dev.tutti.app.cli.Main#main} ends the process. */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.cli;
