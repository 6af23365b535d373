package io.ecslifeguard.nativeimage;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which models a model of the Tea SDKs brings with it. The SDKs read and fill models by their public fields, to any depth, and
 * make those within by reflection alone: no code names them, so that the analysis of a native build does not see them.
 */
final class TeaModels {

    private final Class<?> base;

    /** {@code base} is what all models extend. */
    TeaModels(Class<?> base) {
        this.base = base;
    }

    /** {@code model} and all the models within it; nothing where it is none itself. */
    Set<Class<?>> with(Class<?> model) {
        var found = new LinkedHashSet<Class<?>>();
        var unseen = new ArrayDeque<Class<?>>();
        Consumer<Class<?>> see = type -> {
            if (base.isAssignableFrom(type) && type != base && found.add(type)) {
                unseen.add(type);
            }
        };
        see.accept(model);
        while (!unseen.isEmpty()) {
            var type = unseen.remove();
            for (var field : type.getFields()) {
                mentioned(field.getGenericType(), see);
            }
            see.accept(type.getSuperclass());
        }
        return found;
    }

    /** Lists of lists and maps of lists too: the SDKs look into them. */
    private static void mentioned(Type type, Consumer<Class<?>> see) {
        if (type instanceof Class<?> plain) {
            see.accept(plain.isArray() ? plain.getComponentType() : plain);
        } else if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                mentioned(argument, see);
            }
        } else if (type instanceof GenericArrayType array) {
            mentioned(array.getGenericComponentType(), see);
        } else if (type instanceof WildcardType wildcard) {
            for (var bound : wildcard.getUpperBounds()) {
                mentioned(bound, see);
            }
        }
    }
}
