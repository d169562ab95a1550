using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Twin.Faults;

/// <summary>All faults that a script can order. Those of the wire last by the wall clock, the others in physical seconds.</summary>
internal static class FaultKinds
{
    private const double WireSeconds = 5;
    private const int Many = 1_000_000;

    public static IReadOnlyDictionary<string, FaultKind> All { get; } = Build().ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    private static IEnumerable<FaultKind> Build() => [.. Wires(), .. Stage(), .. Column(), .. Frames(), .. Supply()];

    private static IEnumerable<FaultKind> Wires()
    {
        yield return OnWire("wire_cut", "Connections break; with after_bytes in the middle of what is sent next, with for_s new ones are closed at once for so long.", ["after_bytes"], (map, span) =>
        {
            int? after = map.Has("after_bytes") ? map.Whole("after_bytes", 0, 0, int.MaxValue) : null;
            return wire =>
            {
                if (span is { } refuse) wire.RefuseFor(refuse);
                if (after is { } bytes) wire.CutAfter(bytes);
                else wire.CutNow();
            };
        });
        yield return OnWire("wire_stall", "Bytes stand still in both directions, 5 s by default, and then all come.", [], (_, span) => wire => wire.StallFor(span ?? Default));
        yield return OnWire("wire_half_open", "Bytes vanish in both directions, 5 s by default, while the connection stays up.", [], (_, span) => wire => wire.HalfOpenFor(span ?? Default));
        yield return OnWire("wire_garble", "The next bytes that are sent are other ones; 'bytes' of them, 16 by default.", ["bytes"], (map, _) =>
        {
            int bytes = map.Whole("bytes", 16, 1, int.MaxValue);
            return wire => wire.GarbleNext(bytes);
        });
        yield return OnWire("late_answers", "Answers come late by by_s, 1 s by default, for for_s, 5 s by default.", ["by_s"], (map, span) =>
        {
            double by = map.Number("by_s", 1, 0, 3600);
            return wire => wire.DelayAnswers(TimeSpan.FromSeconds(by), span ?? Default);
        });
        yield return OnWire("swallow_answers", "The next answers are lost; 'answers' of them, 1 by default. What was asked for is done.", ["answers"], (map, _) =>
        {
            int answers = map.Whole("answers", 1, 1, Many);
            return wire => wire.SwallowNext(answers);
        });
        yield return Kind("server_restart", "The instrument's program starts anew: connections break, new ones are closed at once for for_s (wall clock), 5 s by default, and settings are as at the beginning; with loses_reference: true the stage has lost its reference.", ["loses_reference"], (map, seconds) =>
        {
            bool losesReference = map.Flag("loses_reference", false);
            return microscope =>
            {
                microscope.ResetSettings();
                if (losesReference) microscope.Stage.IsCalibrated = false;
                microscope.WireFaults.Restart(TimeSpan.FromSeconds(seconds ?? WireSeconds));
            };
        });
    }

    private static IEnumerable<FaultKind> Stage()
    {
        yield return Kind("refuse_move", "The next moves are silently refused; 'moves' of them, 1 by default.", ["moves"], (map, _) =>
        {
            int moves = map.Whole("moves", 1, 1, Many);
            return microscope => microscope.Faults.RefuseNextMove(moves);
        });
        yield return Kind("stage_stall", "The next move halts after 'share' of its time, half by default, and claims to move for for_s more, not at all by default.", ["share"], (map, seconds) =>
        {
            double share = map.Number("share", 0.5, 0, 1);
            return microscope => microscope.Faults.StallNext(share, seconds ?? 0);
        });
        yield return Kind("stage_overshoot", "The next move goes too far by 'by' mm or degrees, 0.01 by default.", ["by"], (map, _) =>
        {
            double by = map.Number("by", 0.01, 0, 100);
            return microscope => microscope.Faults.OvershootNext(by);
        });
        yield return Kind("stage_lost_reference", "The stage loses steps and its reference; with silent: true it goes on believing that it has it.", ["silent"], (map, _) =>
        {
            bool silent = map.Flag("silent", false);
            return microscope => microscope.Stage.LoseReference(silent);
        });
        yield return Kind("position_stuck", "The reported position stands still for for_s.", [], (_, seconds) =>
            microscope => microscope.Faults.HoldPositionRefresh(seconds ?? double.PositiveInfinity));
        yield return Kind("touch", "Something on the holder touches the lens now, and the touch alarm halts the stage, unless the specimen current monitor is on.", [], (_, _) =>
            microscope => microscope.Stage.Touch());
        yield return Kind("sample_drift", "The sample drifts on the stage, unseen by the encoders, with x_nm_per_s and y_nm_per_s, 5 and 0 by default, for for_s.", ["x_nm_per_s", "y_nm_per_s"], (map, seconds) =>
        {
            double x = map.Number("x_nm_per_s", 5, -1e6, 1e6), y = map.Number("y_nm_per_s", 0, -1e6, 1e6);
            return microscope => microscope.Faults.Drift(x, y, seconds ?? double.PositiveInfinity);
        });
    }

    private static IEnumerable<FaultKind> Column()
    {
        yield return Kind("refuse_set", "The next settings of the column are silently not taken; 'sets' of them, 1 by default.", ["sets"], (map, _) =>
        {
            int sets = map.Whole("sets", 1, 1, Many);
            return microscope => microscope.Faults.RefuseNextSet(sets);
        });
        yield return Kind("beam_trip", "The beam goes off by itself.", [], (_, _) => microscope => microscope.Column.Trip());
        yield return Kind("emission_drop", "The emission falls to 'share' of what it was, 0.5 by default, for for_s.", ["share"], (map, seconds) =>
        {
            double share = map.Number("share", 0.5, 0, 1);
            return microscope => microscope.Faults.DropEmission(share, seconds ?? double.PositiveInfinity);
        });
        yield return Kind("filament_blown", "The emitter is gone.", [], (_, _) => microscope => microscope.Column.BlowFilament());
        yield return Kind("focus_jump", "The surface is sharp elsewhere by by_um, 20 µm by default, as after charging or a lens that drifted, for for_s.", ["by_um"], (map, seconds) =>
        {
            double by = map.Number("by_um", 20, -1e5, 1e5);
            return microscope => microscope.Faults.ShiftFocus(by, seconds ?? double.PositiveInfinity);
        });
        yield return Kind("scale_drift", "The true field grows at the same setting by percent_per_hour, 1 by default, as a warming lens or amplifier does, for for_s; where it has got to, it stays.", ["percent_per_hour"], (map, seconds) =>
        {
            double percent = map.Number("percent_per_hour", 1, -100, 100);
            return microscope => microscope.Faults.DriftScale(percent, seconds ?? double.PositiveInfinity);
        });
        yield return Kind("vacuum_loss", "A leak opens towards pressure_pa, 50 Pa by default, and the beam goes off; after for_s it closes and the pumps take over.", ["pressure_pa"], (map, seconds) =>
        {
            double pressure = map.Number("pressure_pa", 50, 1e-6, 1e5);
            return microscope => microscope.LoseVacuum(pressure, seconds ?? double.PositiveInfinity);
        });
    }

    private static IEnumerable<FaultKind> Frames()
    {
        yield return Frame("frame_frozen", "The picture before comes again, 'frames' times, once by default.", FrameFault.Frozen);
        yield return Frame("frame_partial", "Of the next frames only 'share' of the lines come, half by default; 'frames' of them, 1 by default.", FrameFault.Partial);
        yield return Frame("frame_black", "The next frames show nothing; 'frames' of them, 1 by default.", FrameFault.Black);

        static FaultKind Frame(string name, string summary, FrameFault kind) => Kind(name, summary, kind == FrameFault.Partial ? ["frames", "share"] : ["frames"], (map, _) =>
        {
            int frames = map.Whole("frames", 1, 1, Many);
            double share = kind == FrameFault.Partial ? map.Number("share", 0.5, 0, 1) : 0;
            return microscope => microscope.Faults.FailFrames(kind, frames, share);
        });
    }

    private static IEnumerable<FaultKind> Supply()
    {
        yield return Kind("ups_on_battery", "The mains fail and the supply's battery carries on for for_s; with low: true it is nearly empty.", ["low"], (map, seconds) =>
        {
            bool low = map.Flag("low", false);
            return microscope => microscope.Faults.RunOnBattery(seconds ?? double.PositiveInfinity, low);
        });
        yield return Kind("power_loss", "No power for for_s, 60 s by default: beam off, stage without its reference, pumps off, nobody answers.", [], (_, seconds) =>
            microscope =>
            {
                double span = seconds ?? 60;
                microscope.LosePower(span);
                microscope.ResetSettings();
                microscope.WireFaults.Restart(TimeSpan.FromSeconds(span / microscope.Clock.Factor));
            });
    }

    private static TimeSpan Default => TimeSpan.FromSeconds(WireSeconds);

    private static FaultKind Kind(string name, string summary, IReadOnlyList<string> parameters, Func<StrictYamlMap, double?, Action<TwinMicroscope>> read)
        => new(name, summary, parameters) { Read = read };

    private static FaultKind OnWire(string name, string summary, IReadOnlyList<string> parameters, Func<StrictYamlMap, TimeSpan?, Action<WireFaults>> read)
        => Kind(name, $"{summary} On all wires, or on those of 'endpoint'.", ["endpoint", .. parameters], (map, seconds) =>
        {
            string endpoint = map.Text("endpoint", "");
            Action<WireFaults> act = read(map, seconds is { } s ? TimeSpan.FromSeconds(s) : null);
            return microscope => act(endpoint.Length == 0 ? microscope.WireFaults : microscope.WireFaults[endpoint]);
        });
}
