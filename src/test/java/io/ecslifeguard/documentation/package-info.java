/** Keeps what is written for operators true to the code. */
package io.ecslifeguard.documentation;
