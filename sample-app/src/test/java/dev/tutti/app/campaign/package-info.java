/** Kills at random, of the process and of servers, and a judge who reads the sources by himself. */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.campaign;
