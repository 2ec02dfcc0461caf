/** What the doctor finds on real servers. */
package dev.tutti.xa.doctor;
