@NullMarked
package dev.headgate.accounts;

import org.jspecify.annotations.NullMarked;
