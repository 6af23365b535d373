/** Whether the SDKs work in this build of the service at all: in an executable, what was left out of it is missed late. */
package io.ecslifeguard.selfcheck;
