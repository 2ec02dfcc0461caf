/**
 * What servers and networks do to a write, for each pair of kinds of servers and for all at once.
 */
package dev.tutti.xa.matrix;
