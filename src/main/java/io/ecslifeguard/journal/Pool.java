package io.ecslifeguard.journal;

/**
 * What the cloud has in stock or not: one type in one vSwitch, and so in one zone.
 *
 * @param type empty where a launch template says it
 * @param vSwitch empty where a launch template says it
 * @param spot whether as a spot instance
 */
public record Pool(String type, String vSwitch, boolean spot) {}
