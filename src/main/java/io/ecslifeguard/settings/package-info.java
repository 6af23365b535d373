/** What stops the start when it is missing or senseless. */
package io.ecslifeguard.settings;
