/**
 * One feature each: the libraries that people use inside a {@code @Transactional} method. Every
 * example has a {@code main} on embedded sources, and runs on real servers in {@code ExamplesTest}.
 */
package dev.tutti.app.examples;
