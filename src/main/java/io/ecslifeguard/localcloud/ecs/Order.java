package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an instance was ordered as.
 *
 * @param asked the parameters of RunInstances, those of the launch template included
 * @param zone the zone that they come down to
 * @param vSwitch the vSwitch that they come down to
 */
record Order(Parameters asked, String zone, String vSwitch) {

    static Order of(Parameters asked, Home home) {
        var vSwitch = asked.text("VSwitchId");
        var zone = asked.text("ZoneId", home.zoneOf(vSwitch));
        return new Order(asked, zone, vSwitch == null ? home.vSwitchOf(zone) : vSwitch);
    }

    String type() {
        return asked.required("InstanceType");
    }

    boolean spot() {
        return !spotStrategy().equals("NoSpot");
    }

    String spotStrategy() {
        return asked.text("SpotStrategy", "NoSpot");
    }

    Double spotPriceLimit() {
        return spotStrategy().equals("SpotWithPriceLimit") ? asked.decimal("SpotPriceLimit") : null;
    }

    String spotInterruptionBehavior() {
        return asked.text("SpotInterruptionBehavior", "Terminate");
    }

    List<String> securityGroups() {
        var several = asked.list("SecurityGroupIds");
        return several.isEmpty() ? List.of(asked.text("SecurityGroupId", "sg-local")) : several;
    }

    boolean isPublic() {
        return asked.number("InternetMaxBandwidthOut", 0, 0, 100) > 0;
    }

    Map<String, String> tags() {
        var tags = new LinkedHashMap<String, String>();
        asked.groups("Tag").forEach(tag -> tags.put(tag.text("Key"), tag.text("Value", "")));
        return tags;
    }
}
