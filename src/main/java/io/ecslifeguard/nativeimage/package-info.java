/** What the native executable must be told of the SDKs, which are written for a JVM; on a JVM nothing of it is used. */
package io.ecslifeguard.nativeimage;
