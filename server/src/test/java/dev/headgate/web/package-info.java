@NullMarked
package dev.headgate.web;

import org.jspecify.annotations.NullMarked;
