package io.tributary.tracker.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one setting on the record component that carries it: the only place where its key, default, range and
 * meaning are written.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting
{
    /**
     * Last part of the key; the table's name stands before it.
     */
    String key();

    SettingKind kind();

    /**
     * The default, written as in the environment.
     */
    String initial();

    /**
     * Lowest value allowed, written as the default is; required of kinds that have an order.
     */
    String min() default "";

    String max() default "";

    /**
     * Whether a running tracker takes over a new value on SIGHUP.
     */
    boolean reloadable() default false;

    /**
     * For the operator: what it does, in which units, and why one would change it.
     */
    String sentence();
}
