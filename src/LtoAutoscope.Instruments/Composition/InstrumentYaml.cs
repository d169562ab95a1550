using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Prior;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>The keys of an instrument's YAML; <c>config/instruments/instrument.schema.json</c> describes the same ones.</summary>
internal static class InstrumentYaml
{
    private const string SharkSem = "sharksem";
    private const string Prior = "prior";

    public static InstrumentConfiguration Read(StrictYamlMap top)
    {
        string name = top.RequiredText("name");
        bool simulated = top.Flag("simulated", false);
        int sign = top.Whole("z_towards_lens", 1, -1, 1);
        if (sign == 0) throw top.Wrong("z_towards_lens", "0 is no direction", "Use 1 when z grows towards the lens, -1 when it grows away from it");
        StageLimits limits = ReadLimits(top.Map("limits"));
        SafetyEnvelope envelope = ReadEnvelope(top.Map("safety"), limits, sign);
        SharkSemSettings shark = ReadSharkSem(top, name, simulated, limits);
        PriorSettings? prior = ReadStage(top.Map("stage"), shark, limits);
        var configuration = new InstrumentConfiguration
        {
            Name = name,
            IsSimulated = simulated,
            ScaleNote = top.Text("scale_note", ""),
            SharkSem = shark,
            PriorStage = prior,
            Envelope = envelope,
            Park = ReadPark(top),
            Reconnect = ReadReconnect(top.Map("reconnect")),
        };
        top.Close();
        return configuration;
    }

    private static SharkSemSettings ReadSharkSem(StrictYamlMap top, string name, bool simulated, StageLimits limits)
    {
        var otherwise = new SharkSemSettings();
        StrictYamlMap column = top.Map("column"), scanner = top.Map("scanner");
        column.Word("protocol", SharkSem, SharkSem);
        scanner.Word("protocol", SharkSem, SharkSem);
        string host = column.Text("host", otherwise.Host);
        int port = column.Whole("port", otherwise.Port, 1, 65534);
        if (scanner.Text("host", host) != host || scanner.Whole("port", port, 1, 65534) != port)
            throw scanner.Wrong("port", "column and scanner name different servers", "Give the scanner the column's host and port, or leave them out");

        StrictYamlMap times = top.Map("timeouts"), tolerances = top.Map("tolerances"), motion = top.Map("motion");
        return new SharkSemSettings
        {
            Name = name,
            IsSimulated = simulated,
            Host = host,
            Port = port,
            FallbackLimits = limits,
            ConnectTimeout = times.Seconds("connect_s", otherwise.ConnectTimeout, 0.01),
            AnswerTimeout = times.Seconds("answer_s", otherwise.AnswerTimeout, 0.01),
            MoveTimeout = times.Seconds("move_s", otherwise.MoveTimeout, 0.1),
            HighVoltageTimeout = times.Seconds("high_voltage_s", otherwise.HighVoltageTimeout, 0.1),
            FrameStallTimeout = times.Seconds("frame_stall_s", otherwise.FrameStallTimeout, 0.1),
            OpticsTimeout = times.Seconds("optics_s", otherwise.OpticsTimeout, 0.1),
            StopReadBackTimeout = times.Seconds("stop_read_back_s", otherwise.StopReadBackTimeout, 0.01),
            PositionToleranceUm = tolerances.Number("position_um", otherwise.PositionToleranceUm, 0.001, 1000),
            AngleToleranceDeg = tolerances.Number("angle_deg", otherwise.AngleToleranceDeg, 0.001, 10),
            VoltageToleranceV = tolerances.Number("voltage_v", otherwise.VoltageToleranceV, 0.1, 1000),
            WorkingDistanceToleranceUm = tolerances.Number("working_distance_um", otherwise.WorkingDistanceToleranceUm, 0.001, 1000),
            StartGrace = motion.Seconds("start_grace_s", otherwise.StartGrace, 0, 10),
            PollInterval = motion.Seconds("poll_s", otherwise.PollInterval, 0.001, 10),
            PositionLag = motion.Seconds("position_lag_s", otherwise.PositionLag, 0, 30),
            Watchdog = motion.Seconds("watchdog_s", otherwise.Watchdog, 0, 300),
        };
    }

    private static PriorSettings? ReadStage(StrictYamlMap stage, SharkSemSettings shark, StageLimits limits)
    {
        string protocol = stage.Word("protocol", SharkSem, SharkSem, Prior);
        if (protocol == SharkSem)
        {
            if (stage.Text("host", shark.Host) != shark.Host || stage.Whole("port", shark.Port, 1, 65534) != shark.Port)
                throw stage.Wrong("port", "stage and column name different servers", "Give the stage the column's host and port, or leave them out");
            return null;
        }

        return new PriorSettings
        {
            Port = stage.RequiredText("port"),
            BaudRate = stage.Whole("baud", 9600, 300, 4_000_000),
            Limits = limits with { Rotation = default, Tilt = default },
            MoveTimeout = shark.MoveTimeout,
            PollInterval = shark.PollInterval,
            PositionToleranceUm = shark.PositionToleranceUm,
        };
    }

    private static StageLimits ReadLimits(StrictYamlMap limits)
    {
        return new StageLimits(Axis("x_mm"), Axis("y_mm"), Axis("z_mm"), Axis("rotation_deg"), Axis("tilt_deg"));

        AxisRange Axis(string key) => limits.OptionalRange(key)
            ?? throw limits.Wrong(key, "every axis needs its limits", $"Add a line '{key}: [low, high]' under 'limits'; [0, 0] for an axis without a motor");
    }

    private static SafetyEnvelope ReadEnvelope(StrictYamlMap safety, StageLimits limits, int sign)
    {
        var otherwise = new SafetyEnvelope { Limits = limits };
        List<TiltLimit> table = [.. safety.Maps("z_by_tilt").Select(point => new TiltLimit(Required(point, "tilt_deg"), Required(point, "z_mm")))];
        for (int i = 1; i < table.Count; i++)
        {
            if (table[i].TiltDeg <= table[i - 1].TiltDeg)
                throw safety.Wrong("z_by_tilt", "tilts must grow from entry to entry", "Sort the entries by tilt_deg");
        }

        return otherwise with
        {
            ZTowardsLens = sign,
            ZByTilt = table,
            MinimumWorkingDistanceMm = safety.Number("minimum_working_distance_mm", otherwise.MinimumWorkingDistanceMm, 0, 1000),
            MaximumWorkingDistanceMm = safety.Number("maximum_working_distance_mm", otherwise.MaximumWorkingDistanceMm, 0, 1000),
            LensZMm = safety.OptionalNumber("lens_z_mm"),
            HolderHeightMm = safety.Number("holder_height_mm", 0, 0, 1000),
            MaximumStepMm = safety.Number("maximum_step_mm", otherwise.MaximumStepMm, 1e-6, 10000),
            MaximumStepDeg = safety.Number("maximum_step_deg", otherwise.MaximumStepDeg, 1e-6, 720),
            MaximumEnergyKv = safety.Number("maximum_energy_kv", otherwise.MaximumEnergyKv, 0, 300),
            KeepOut = [.. safety.Maps("keep_out").Select(ReadKeepOut)],
            ZLink = safety.Has("z_link") ? ReadZLink(safety) : null,
            UninterruptibleStepMm = safety.Number("uninterruptible_step_mm", otherwise.UninterruptibleStepMm, 1e-6, 10000),
            UninterruptibleStepDeg = safety.Number("uninterruptible_step_deg", otherwise.UninterruptibleStepDeg, 1e-6, 720),
            MaximumSpeedMmPerS = OptionalSpeed("maximum_speed_mm_per_s"),
            MaximumSpeedDegPerS = OptionalSpeed("maximum_speed_deg_per_s"),
            MaximumMoveS = safety.Number("maximum_move_s", otherwise.MaximumMoveS, 0.1, 86400),
        };

        double? OptionalSpeed(string key) => safety.Has(key) ? safety.Number(key, 1, 1e-6, 10000) : null;

        static double Required(StrictYamlMap point, string key)
            => point.OptionalNumber(key) ?? throw point.Wrong(key, "it is missing", "Write each entry as '- {tilt_deg: 0, z_mm: 20}'");
    }

    private static ZLink ReadZLink(StrictYamlMap safety) => safety.Word("z_link", "unknown", "not_linked", "linked", "unknown") switch
    {
        "not_linked" => ZLink.NotLinked,
        "linked" => ZLink.LinkedToWorkingDistance,
        _ => ZLink.Unknown,
    };

    private static KeepOutVolume ReadKeepOut(StrictYamlMap volume)
    {
        string name = volume.RequiredText("name");
        AxisRange z = volume.OptionalRange("z_mm") ?? KeepOutVolume.Unbounded;
        if (!volume.Has("radius_mm"))
        {
            AxisRange? x = volume.OptionalRange("x_mm"), y = volume.OptionalRange("y_mm");
            if (x is null && y is null && !volume.Has("z_mm"))
                throw volume.Wrong("name", $"the keep-out volume '{name}' has no bounds", "Add x_mm, y_mm or z_mm as [low, high] for a box, or centre_x_mm, centre_y_mm and radius_mm for a cylinder");
            return new KeepOutVolume(name, x ?? KeepOutVolume.Unbounded, y ?? KeepOutVolume.Unbounded, z);
        }

        double radius = volume.Number("radius_mm", 0, 1e-6, 10000);
        return KeepOutVolume.Cylinder(name, Centre("centre_x_mm"), Centre("centre_y_mm"), radius, z);

        double Centre(string key) => volume.OptionalNumber(key) ?? throw volume.Wrong("radius_mm", $"a cylinder needs its {key}", $"Write it as {{name: nozzle, centre_x_mm: 3, centre_y_mm: -2, radius_mm: 4}}");
    }

    private static ParkSettings ReadPark(StrictYamlMap top)
    {
        StrictYamlMap park = top.Map("park");
        bool off = park.Word("high_voltage", "keep", "keep", "off") == "off";
        bool accept = park.Word("unreadable", "refuse", "refuse", "accept") == "accept";
        if (!top.Has("safe_position")) return new ParkSettings(off, null, accept);
        StrictYamlMap safe = top.Map("safe_position");
        return new ParkSettings(off, new StageTarget(
            safe.OptionalNumber("x_mm"), safe.OptionalNumber("y_mm"), safe.OptionalNumber("z_mm"),
            safe.OptionalNumber("rotation_deg"), safe.OptionalNumber("tilt_deg")), accept);
    }

    private static ReconnectSettings ReadReconnect(StrictYamlMap map)
    {
        var otherwise = new ReconnectSettings();
        return new ReconnectSettings
        {
            Retries = map.Whole("retries", otherwise.Retries, 1, 1000),
            FirstDelay = map.Seconds("first_delay_s", otherwise.FirstDelay, 0.01),
            LongestDelay = map.Seconds("longest_delay_s", otherwise.LongestDelay, 0.01),
        };
    }
}
