@NullMarked
package dev.headgate.webhooks;

import org.jspecify.annotations.NullMarked;
