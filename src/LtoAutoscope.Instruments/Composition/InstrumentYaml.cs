using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.ImageSources;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>The keys of an instrument's YAML; <c>config/instruments/instrument.schema.json</c> describes the same ones.</summary>
internal sealed class InstrumentYaml(StrictYamlMap top, IReadOnlyList<string> protocolFolders)
{
    public InstrumentConfiguration Read()
    {
        string name = top.RequiredText("name");
        bool simulated = top.Flag("simulated", false);
        int sign = top.Whole("z_towards_lens", 1, -1, 1);
        if (sign == 0) throw top.Wrong("z_towards_lens", "0 is no direction", "Use 1 when z grows towards the lens, -1 when it grows away from it");
        StageLimits limits = ReadLimits(top.Map("limits"));
        SafetyEnvelope envelope = ReadEnvelope(top.Map("safety"), limits, sign);
        var parts = new PartYaml(protocolFolders);
        StrictYamlMap columnMap = top.Map("column"), scannerMap = top.Map("scanner"), vacuumMap = top.Map("vacuum");
        PartConfiguration column = parts.Read(columnMap, "column", null);
        PartConfiguration scanner = parts.Read(scannerMap, "scanner", column), stage = parts.Read(top.Map("stage"), "stage", column), vacuum = parts.Read(vacuumMap, "vacuum", column);
        SharkSemSettings shark = ReadSharkSem(columnMap, name, simulated, limits);
        var configuration = new InstrumentConfiguration
        {
            Name = name,
            IsSimulated = simulated,
            ScaleNote = top.Text("scale_note", ""),
            Column = column,
            Scanner = scanner,
            Stage = stage,
            Vacuum = vacuum,
            VacuumIsVouched = vacuumMap.Flag("vouched", false),
            ImageSource = ReadImageSource(top.Map("image_source")),
            SharkSem = shark,
            Lines = ReadLines(shark, scannerMap, vacuumMap, limits),
            Xl30 = column.Protocol == InstrumentConfiguration.Xl30Protocol ? ReadXl30(columnMap, shark, limits, envelope) : null,
            ProtocolFolders = protocolFolders,
            Envelope = envelope,
            Park = ReadPark(top),
            Reconnect = ReadReconnect(top.Map("reconnect")),
        };
        top.Close();
        return configuration;
    }

    private SharkSemSettings ReadSharkSem(StrictYamlMap column, string name, bool simulated, StageLimits limits)
    {
        var otherwise = new SharkSemSettings();
        bool speaks = column.Text("protocol", InstrumentConfiguration.SharkSemProtocol) == InstrumentConfiguration.SharkSemProtocol;
        StrictYamlMap times = top.Map("timeouts"), tolerances = top.Map("tolerances"), motion = top.Map("motion");
        return new SharkSemSettings
        {
            Name = name,
            IsSimulated = simulated,
            Host = speaks ? column.Text("host", otherwise.Host) : otherwise.Host,
            Port = speaks ? column.Whole("port", otherwise.Port, 1, 65534) : otherwise.Port,
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

    /// <summary>What is not given stays as each protocol's file has it.</summary>
    private LineSettings ReadLines(SharkSemSettings shark, StrictYamlMap scanner, StrictYamlMap vacuum, StageLimits limits)
    {
        var otherwise = new LineSettings { Limits = limits };
        StrictYamlMap times = top.Map("timeouts"), tolerances = top.Map("tolerances"), motion = top.Map("motion");
        return otherwise with
        {
            Name = shark.Name,
            IsSimulated = shark.IsSimulated,
            AnswerTimeout = times.Has("answer_s") ? shark.AnswerTimeout : null,
            MoveTimeout = shark.MoveTimeout,
            StartGrace = motion.Has("start_grace_s") ? shark.StartGrace : null,
            Poll = motion.Has("poll_s") ? shark.PollInterval : null,
            PositionLag = motion.Has("position_lag_s") ? shark.PositionLag : null,
            ToleranceUm = tolerances.Has("position_um") ? shark.PositionToleranceUm : null,
            ToleranceDeg = tolerances.Has("angle_deg") ? shark.AngleToleranceDeg : null,
            HighVoltageTimeout = shark.HighVoltageTimeout,
            StopReadBackTimeout = shark.StopReadBackTimeout,
            ReadyBelowPa = vacuum.Number("ready_below_pa", otherwise.ReadyBelowPa, 0, 1e6),
            PressureUnitPa = vacuum.Number("unit_pa", otherwise.PressureUnitPa, 1e-9, 1e6),
            FrameTime = scanner.Seconds("frame_s", otherwise.FrameTime, 0, 3600),
            AutoSignalTime = scanner.Seconds("auto_signal_s", otherwise.AutoSignalTime, 0, 600),
            ForbiddenRotationDeg = motion.OptionalNumber("forbidden_rotation_deg"),
        };
    }

    private static Xl30Settings ReadXl30(StrictYamlMap column, SharkSemSettings shark, StageLimits limits, SafetyEnvelope envelope)
    {
        double constant = column.OptionalNumber("field_width_constant_mm")
            ?? throw column.Wrong("field_width_constant_mm", "it is missing", "Measure a grating once and write field width times magnification here, mm");
        if (!(constant > 0)) throw column.Wrong("field_width_constant_mm", "it must be larger than 0", "Measure a grating once and write field width times magnification here, mm");
        var otherwise = new Xl30Settings { Limits = limits, FieldWidthConstantMm = constant };
        return otherwise with
        {
            Name = shark.Name,
            IsSimulated = shark.IsSimulated,
            ZLink = envelope.ZLink ?? ZLink.Unknown,
            ZTowardsLens = envelope.ZTowardsLens,
            LongestStepMm = Math.Min(otherwise.LongestStepMm, envelope.UninterruptibleStepMm),
            LongestStepDeg = Math.Min(otherwise.LongestStepDeg, envelope.UninterruptibleStepDeg),
            ImageFolder = column.Has("image_folder") ? column.RequiredText("image_folder") : null,
            ConnectTimeout = shark.ConnectTimeout,
            HighTensionTimeout = shark.HighVoltageTimeout,
            StopReadBackTimeout = shark.StopReadBackTimeout,
        };
    }

    private static ImageSourceConfiguration ReadImageSource(StrictYamlMap source)
    {
        switch (source.Word("kind", "own", "own", "watched_folder", "smartsem_com"))
        {
            case "watched_folder":
                var otherwise = new WatchedFolderSettings { Folder = source.RequiredText("folder") };
                return new ImageSourceConfiguration(otherwise with
                {
                    Pattern = source.Text("pattern", otherwise.Pattern),
                    SettleTime = source.Seconds("settle_s", otherwise.SettleTime, 0, 600),
                    Timeout = source.Seconds("timeout_s", otherwise.Timeout, 0.1, 86400),
                    After = Enum.Parse<AfterReading>(source.Word("after", "keep", "keep", "delete", "move"), true),
                    DoneFolder = source.Has("done_folder") ? source.RequiredText("done_folder") : null,
                });
            case "smartsem_com":
                var grab = new SmartSemSettings();
                return new ImageSourceConfiguration(SmartSem: grab with
                {
                    Folder = source.Text("folder", grab.Folder),
                    ExtraTime = source.Seconds("extra_s", grab.ExtraTime, 0, 60),
                    LongestFrame = source.Seconds("timeout_s", grab.LongestFrame, 0.1, 86400),
                });
            default:
                return new ImageSourceConfiguration();
        }
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
