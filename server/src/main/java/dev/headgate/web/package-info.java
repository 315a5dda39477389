/**
 * The console's files, from the class path to browsers. Knows nothing of what they show: that comes from the API.
 *
 * <p>Facade: {@link dev.headgate.web.Console}. Where the console was not built in, it says so in a page of text.
 */
@NullMarked
package dev.headgate.web;

import org.jspecify.annotations.NullMarked;
