/** What the tests of every module share: child processes, real servers, scripted fakes. */
package dev.tutti.xa.testing;
