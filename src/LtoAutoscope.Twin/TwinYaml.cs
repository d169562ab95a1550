using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin;

/// <summary>The keys of a twin's YAML.</summary>
internal static class TwinYaml
{
    public static TwinOptions Read(StrictYamlMap top)
    {
        var otherwise = new TwinOptions();
        IReadOnlyList<string> folders = top.Texts("protocols");
        var options = new TwinOptions
        {
            SharkSemPort = top.Whole("sharksem_port", otherwise.SharkSemPort, 0, 65534),
            ProtocolFolders = folders,
            Servers = ReadServers(top, folders),
            TimeFactor = top.Number("time_factor", otherwise.TimeFactor, 1e-3, 1e6),
            Seed = (ulong)top.Whole("seed", (int)otherwise.Seed, 0),
            SharkSemVersion = top.Text("sharksem_version", otherwise.SharkSemVersion),
            ReferenceZMm = top.Number("reference_z_mm", otherwise.ReferenceZMm),
            ZTowardsLens = top.Whole("z_towards_lens", otherwise.ZTowardsLens, -1, 1) < 0 ? -1 : 1,
            Stage = ReadStage(top.Map("stage"), otherwise.Stage),
            Column = ReadColumn(top.Map("column"), otherwise.Column),
            Vacuum = ReadVacuum(top.Map("vacuum"), otherwise.Vacuum),
            Faults = FaultScript.Read(top),
            FrameFolder = top.Has("frame_folder") ? top.RequiredText("frame_folder") : null,
            ApiPort = top.Has("api_port") ? top.Whole("api_port", 0, 0, 65535) : null,
            Image = ReadImage(top.Map("image"), otherwise.Image),
        };
        top.Close();
        return options;
    }

    private static List<TwinServer> ReadServers(StrictYamlMap top, IReadOnlyList<string> folders)
    {
        string[] names = [.. WireServers.NamesWith(folders)];
        return [.. top.Maps("servers").Select(server =>
        {
            string protocol = server.Word("protocol", server.RequiredText("protocol"), names);
            return new TwinServer(protocol, server.Flag("pty", false) ? null : server.Whole("tcp_port", 0, 0, 65535));
        })];
    }

    private static StageOptions ReadStage(StrictYamlMap map, StageOptions otherwise) => new()
    {
        X = ReadAxis(map.Map("x"), otherwise.X),
        Y = ReadAxis(map.Map("y"), otherwise.Y),
        Z = ReadAxis(map.Map("z"), otherwise.Z),
        Rotation = ReadAxis(map.Map("rotation"), otherwise.Rotation),
        Tilt = ReadAxis(map.Map("tilt"), otherwise.Tilt),
        SettleSeconds = map.Number("settle_s", otherwise.SettleSeconds, 0, 60),
        RefreshSeconds = map.Number("refresh_s", otherwise.RefreshSeconds, 1e-3, 60),
        AntiBacklash = map.Flag("anti_backlash", otherwise.AntiBacklash),
        CreepSeconds = map.Number("creep_s", otherwise.CreepSeconds, 1e-3, 1e5),
        RingingMm = map.Number("ringing_mm", otherwise.RingingMm, 0, 1),
        RingingHz = map.Number("ringing_hz", otherwise.RingingHz, 0.1, 1e4),
        Lens = ReadLens(map.Map("lens"), otherwise.Lens),
    };

    private static LensOptions ReadLens(StrictYamlMap map, LensOptions otherwise) => new()
    {
        IsThere = map.Flag("present", otherwise.IsThere),
        ClearanceMm = map.Number("clearance_mm", otherwise.ClearanceMm, 0, 1000),
        FaceRadiusMm = map.Number("face_radius_mm", otherwise.FaceRadiusMm, 0, 200),
        ConeDeg = map.Number("cone_deg", otherwise.ConeDeg, 0, 89),
        HolderRadiusMm = map.Number("holder_radius_mm", otherwise.HolderRadiusMm, 0, 200),
        HolderHeightMm = map.Number("holder_height_mm", otherwise.HolderHeightMm, -100, 100),
    };

    private static AxisOptions ReadAxis(StrictYamlMap map, AxisOptions otherwise)
    {
        AxisRange range = map.OptionalRange("range") ?? new AxisRange(otherwise.Low, otherwise.High);
        return new AxisOptions(
            range.Low, range.High,
            map.Number("start", Math.Clamp(otherwise.Start, range.Low, range.High), range.Low, range.High),
            map.Number("speed", otherwise.Speed, 1e-6, 1e6),
            map.Number("acceleration", otherwise.Acceleration, 1e-6, 1e9),
            map.Number("repeatability", otherwise.Repeatability, 0, 1),
            map.Number("reading_noise", otherwise.ReadingNoise, 0, 1))
        {
            HardMargin = map.Number("hard_margin", otherwise.HardMargin, 0, 1000),
            Backlash = map.Number("backlash", otherwise.Backlash, 0, 10),
            Creep = map.Number("creep", otherwise.Creep, 0, 1),
        };
    }

    private static VacuumOptions ReadVacuum(StrictYamlMap map, VacuumOptions otherwise)
    {
        double basePressure = map.Number("base_pressure_pa", otherwise.BasePressurePa, 1e-9, 1);
        return new VacuumOptions
        {
            PumpSeconds = map.Number("pump_s", otherwise.PumpSeconds, 0.1, 1e5),
            VentSeconds = map.Number("vent_s", otherwise.VentSeconds, 0.1, 1e5),
            BasePressurePa = basePressure,
            ReadyPressurePa = map.Number("ready_pressure_pa", Math.Max(otherwise.ReadyPressurePa, 2 * basePressure), 1.01 * basePressure, 1000),
        };
    }

    private static ImageOptions ReadImage(StrictYamlMap map, ImageOptions otherwise) => new()
    {
        Charging = map.Number("charging", otherwise.Charging, 0, 1),
        ChargeDecayUs = map.Number("charge_decay_us", otherwise.ChargeDecayUs, 1e-3, 1e9),
        Contamination = map.Number("contamination", otherwise.Contamination, 0, 1),
        ContaminationDosePerNm2 = map.Number("contamination_dose_per_nm2", otherwise.ContaminationDosePerNm2, 1e-6, 1e12),
        DistortionPercent = map.Number("distortion_percent", otherwise.DistortionPercent, -20, 20),
        FlybackPercent = map.Number("flyback_percent", otherwise.FlybackPercent, 0, 5),
    };

    private static ColumnOptions ReadColumn(StrictYamlMap map, ColumnOptions otherwise) => new()
    {
        BeamOn = map.Flag("beam_on", otherwise.BeamOn),
        VoltageV = map.Number("voltage_v", otherwise.VoltageV, 200, otherwise.MaximumVoltageV),
        RampVPerS = map.Number("ramp_v_per_s", otherwise.RampVPerS, 1, 1e9),
        BeamOnSeconds = map.Number("beam_on_s", otherwise.BeamOnSeconds, 0, 600),
        WorkingDistanceMm = map.Number("working_distance_mm", otherwise.WorkingDistanceMm, 1, 200),
        LensSettleSeconds = map.Number("lens_settle_s", otherwise.LensSettleSeconds, 0, 60),
        FieldWidthUm = map.Number("field_width_um", otherwise.FieldWidthUm, 0.1, 20000),
        ProbeCurrentPa = map.Number("probe_current_pa", otherwise.ProbeCurrentPa, 1, 1e5),
        BestStigmatorXPercent = map.Number("best_stigmator_x_percent", otherwise.BestStigmatorXPercent, -100, 100),
        BestStigmatorYPercent = map.Number("best_stigmator_y_percent", otherwise.BestStigmatorYPercent, -100, 100),
        EmissionUa = map.Number("emission_ua", otherwise.EmissionUa, 0, 1e4),
        FieldWidthPerMm = map.Number("field_width_per_mm", otherwise.FieldWidthPerMm, -0.1, 0.1),
        DisplayWidthMm = map.Number("display_width_mm", otherwise.DisplayWidthMm, 1, 1000),
        AstigmatismUmPerPercent = map.Number("astigmatism_um_per_percent", otherwise.AstigmatismUmPerPercent, 0, 100),
    };
}
