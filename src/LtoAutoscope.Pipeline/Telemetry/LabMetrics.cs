using System.Diagnostics.Metrics;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Telemetry;

/// <summary>Gauges over the laboratory's live picture: queue, run, instrument, disk, forecast. What is not known is not given.</summary>
public sealed class LabMetrics(ILab lab, TimeProvider time) : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LtoAutoscope.Lab";

    private const double BytesPerGib = 1024.0 * 1024 * 1024;
    private readonly Meter _meter = new(MeterName);

    /// <summary>Makes the gauges.</summary>
    public void Begin()
    {
        _meter.CreateObservableGauge("lto_autoscope.queue.jobs", Jobs, null, "Jobs in the queue, by state.");
        _meter.CreateObservableGauge("lto_autoscope.state", States, null, "1 for the state that the laboratory is in.");
        Gauge("lto_autoscope.run.particles", null, "Whole particles of the run under way.", static now => now.Running?.Particles);
        Gauge("lto_autoscope.run.tiles", null, "Tiles of the run under way that have a verdict.", static now => now.Running?.Frames.Count(frame => frame.Verdict != FrameVerdict.Pending));
        Gauge("lto_autoscope.run.median_diameter", "nm", "Median diameter so far.", static now => now.Running?.MedianDiameterNm);
        Gauge("lto_autoscope.run.step_progress", null, "Share of the present step that is done.", static now => now.Running?.StepProgress);
        Gauge("lto_autoscope.instrument.connected", null, "Whether the instrument is connected.", static now => now.Instrument.IsConnected ? 1 : 0);
        Gauge("lto_autoscope.beam.on", null, "Whether the beam is on; not given when unknown.", static now => now.Instrument.Beam switch { BeamState.On => 1, BeamState.Unknown => null, _ => 0 });
        Gauge("lto_autoscope.beam.blanked", null, "Whether the beam is blanked; not given when unknown.", static now => now.Instrument.Blanked is { } blanked ? blanked ? 1 : 0 : null);
        Gauge("lto_autoscope.beam.probe_current", "pA", "Probe current.", static now => now.Instrument.ProbeCurrentPa);
        Gauge("lto_autoscope.chamber.pressure", "Pa", "Chamber pressure.", static now => now.Instrument.PressurePa);
        Gauge("lto_autoscope.instrument.data_age", "s", "Age of the last reading of the instrument.", now => now.Instrument.ReadAt is { } at ? (time.GetUtcNow() - at).TotalSeconds : null);
        Gauge("lto_autoscope.disk.free", "By", "Free space on the disk of the data folder.", static now => now.Vitals.Count > 0 ? now.Vitals[^1].DiskFreeGib * BytesPerGib : null);
        Gauge("lto_autoscope.queue.ends_early", "s", "Earliest likely time until the queue is done.", now => Ends(now) is { } ends ? (ends.Early - time.GetUtcNow()).TotalSeconds : null);
        Gauge("lto_autoscope.queue.ends_late", "s", "Latest likely time until the queue is done.", now => Ends(now) is { } ends ? (ends.Late - time.GetUtcNow()).TotalSeconds : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string? unit, string description, Func<LabSnapshot, double?> read)
        => _meter.CreateObservableGauge(name, () => read(lab.Current) is { } value && double.IsFinite(value) ? [new Measurement<double>(value)] : Array.Empty<Measurement<double>>(), unit, description);

    private IEnumerable<Measurement<long>> Jobs()
    {
        LabSnapshot now = lab.Current;
        return [.. Enum.GetValues<RunState>().Select(state => new Measurement<long>(now.Queue.Count(job => job.State == state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())))];
    }

    private IEnumerable<Measurement<long>> States()
    {
        LabState current = lab.Current.State;
        return [.. Enum.GetValues<LabState>().Select(state => new Measurement<long>(state == current ? 1 : 0, new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())))];
    }

    private static (DateTimeOffset Early, DateTimeOffset Late)? Ends(LabSnapshot now) => now.Queue.LastOrDefault(job => job.EndsBetween is not null)?.EndsBetween;
}
