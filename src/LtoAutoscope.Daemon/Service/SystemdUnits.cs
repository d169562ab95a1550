namespace LtoAutoscope.Daemon.Service;

/// <summary>The unit files of the service. <c>packaging/systemd</c> holds them as they come out with the defaults.</summary>
internal static class SystemdUnits
{
    public const string Daemon = ServiceOptions.Name + ".service";
    public const string Watch = ServiceOptions.Name + "-watch.service";

    /// <summary>Lets the service's user keep the computer awake (logind's inhibitor) while a run goes; logind allows that to sessions only.</summary>
    public const string PolkitRule = "/etc/polkit-1/rules.d/50-lto-autoscope.rules";

    private const string StandardData = "/var/lib/" + ServiceOptions.Name;

    /// <summary>The daemon's unit.</summary>
    public static string OfDaemon(ServiceOptions options) => $"""
        # Written by: lto-autoscope service install. Changes belong into: systemctl edit {ServiceOptions.Name}
        [Unit]
        Description=LtoAutoscope: unattended electron microscopy of battery powders
        Documentation=file://{options.Program}/docs/operations.md
        After=network.target time-sync.target
        # Five starts in ten minutes; then a person has to look.
        StartLimitIntervalSec=600
        StartLimitBurst=5

        [Service]
        Type=notify
        ExecStart={options.Program}/{ServiceOptions.Name} serve --data {options.Data} --config {options.Config} --urls {options.Urls} --instrument {options.Instrument} --holder {options.Holder}
        # The stop signal parks: beam blanked, stage halted, run left to go on at the next start. A stop of the instrument from outside before it would look like a person's and hold the run.
        KillSignal=SIGTERM
        KillMode=mixed
        TimeoutStopSec=60
        # When the process ended in any other way (killed, hung, out of memory), the beam is blanked and the stage halted over a connection of its own.
        ExecStopPost=-/bin/sh -c 'test "$SERVICE_RESULT" = success || exec {options.Program}/{ServiceOptions.Name} instrument stop --config {InstrumentFile(options)}'
        TimeoutStartSec=120
        # The heartbeat pings; a daemon whose threads or laboratory hang does not.
        WatchdogSec=60
        # The runtime outlives the SIGABRT that would be sent otherwise.
        WatchdogSignal=SIGKILL
        Restart=on-failure
        RestartSec=5
        User={options.User}
        SupplementaryGroups={options.SerialGroup}
        {Folders(options)}
        StandardOutput=journal
        StandardError=journal
        SyslogIdentifier={ServiceOptions.Name}
        UMask=0027
        Nice=-2
        # The lock of the instrument's ports lies here, so that no command on the same machine works with them at the same time.
        ReadWritePaths=-/run/lock -/tmp
        # Serial ports stay open, other devices do not.
        DevicePolicy=closed
        DeviceAllow=char-ttyS rw
        DeviceAllow=char-ttyUSB rw
        DeviceAllow=char-ttyACM rw
        DeviceAllow=char-pts rw
        {Hardening}

        [Install]
        WantedBy=multi-user.target

        """;

    /// <summary>The unit of the dead man's switch.</summary>
    public static string OfWatch(ServiceOptions options) => FormattableString.Invariant($"""
        # Written by: lto-autoscope service install. It starts, stops and fails on its own, so that it outlives whatever ends the daemon.
        [Unit]
        Description=LtoAutoscope: the dead man's switch of the daemon
        Documentation=file://{options.Program}/docs/interlock.md
        After=network.target

        [Service]
        Type=simple
        ExecStart={options.Program}/{ServiceOptions.Name} watch --data {options.Data} --config {options.Config} --instrument {options.Instrument} --silence-s {options.SilenceS}
        User={options.User}
        {Folders(options)}
        Restart=always
        RestartSec=2
        StandardOutput=journal
        StandardError=journal
        SyslogIdentifier={ServiceOptions.Name}-watch
        UMask=0027
        # It needs little, and what the daemon wants of the machine must not keep it from running.
        Nice=-5
        OOMScoreAdjust=-500
        PrivateDevices=true
        {Hardening}

        [Install]
        WantedBy=multi-user.target

        """);

    /// <summary>The rule for polkit.</summary>
    public static string OfPolkit(ServiceOptions options) => $$"""
        // Lets the service keep the computer awake while a run goes.
        polkit.addRule(function(action, subject) {
            if (subject.user === "{{options.User}}" && action.id.indexOf("org.freedesktop.login1.inhibit-") === 0) return polkit.Result.YES;
        });

        """;

    // No MemoryDenyWriteExecute: the runtime compiles to memory.
    private const string Hardening = """
        NoNewPrivileges=true
        CapabilityBoundingSet=
        AmbientCapabilities=
        ProtectSystem=strict
        ProtectHome=true
        ProtectHostname=true
        ProtectKernelTunables=true
        ProtectKernelModules=true
        ProtectKernelLogs=true
        ProtectControlGroups=true
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=true
        RestrictRealtime=true
        RestrictSUIDSGID=true
        LockPersonality=true
        SystemCallArchitectures=native
        # The last two are only asked whether the clock is synchronised; to set it takes a capability.
        SystemCallFilter=@system-service adjtimex clock_adjtime
        SystemCallErrorNumber=EPERM
        """;

    private static string InstrumentFile(ServiceOptions options)
        => options.Instrument.StartsWith('/') ? options.Instrument : $"{options.Config}/instruments/{options.Instrument}.yaml";

    private static string Folders(ServiceOptions options)
        => options.Data == StandardData ? $"StateDirectory={ServiceOptions.Name}\nStateDirectoryMode=0750" : $"ReadWritePaths={options.Data}";
}
