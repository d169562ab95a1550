using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Telemetry;
using LtoAutoscope.Pipeline.Tests.Live;

namespace LtoAutoscope.Pipeline.Tests.Telemetry;

public sealed class RunTelemetryTests
{
    [Fact]
    public void Count_Lines_BecomeMeasurements()
    {
        Dictionary<string, double> seen = [];
        // Other tests count at the same time: this one marks its lines by a cause of its own, and of the rest asks only that nothing is lost.
        string own = $"cause-{Guid.NewGuid():N}";
        using var listener = new MeterListener { InstrumentPublished = (instrument, all) => { if (instrument.Meter.Name == RunMetrics.MeterName) all.EnableMeasurementEvents(instrument); } };
        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string key = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}".TrimEnd();
            lock (seen) seen[key] = seen.GetValueOrDefault(key) + value;
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
        Lines lines = new Lines().Expose("f").Accept("f", 21, 30).Add(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "g", ["cause"] = own, ["final"] = true, ["quarantined"] = true })
            .Add(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "g", ["cause"] = own, ["final"] = false })
            .Add(RunEventKind.IncidentBegun, new JsonObject { ["cause"] = own }).Add(RunEventKind.IncidentEnded, new JsonObject { ["outcome"] = own, ["lost_s"] = 12.5 })
            .Add(RunEventKind.Fault).Add(RunEventKind.RunCompleted).Add("unknown");
        foreach (RunEvent line in lines.All) RunMetrics.Count(line);
        Assert.Equal(1, seen[$"lto_autoscope.tiles quarantined {own}"]);
        Assert.Equal(1, seen[$"lto_autoscope.tiles redone {own}"]);
        Assert.Equal(1, seen[$"lto_autoscope.incidents {own}"]);
        Assert.Equal(1, seen[$"lto_autoscope.incidents_ended {own}"]);
        Assert.True(seen["lto_autoscope.particles"] >= 21);
        Assert.True(seen["lto_autoscope.lost_time"] >= 12.5);
        Assert.True(seen["lto_autoscope.exposures"] >= 1);
    }

    [Fact]
    public void Apply_RunsLines_BecomeSpansOfOneTrace()
    {
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RunTraces.SourceName, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = activity => { lock (spans) spans.Add(activity); },
        };
        ActivitySource.AddActivityListener(listener);
        RunRecord record = Lines.Record with { RunId = $"run-{Guid.NewGuid():N}" };
        var traces = new RunTraces(record);
        Lines lines = new Lines().Add(RunEventKind.RunStarted)
            .Add(RunEventKind.MoveIntended, new JsonObject { ["frame_id"] = "f1" }).Add(RunEventKind.MoveDone, new JsonObject { ["frame_id"] = "f1" })
            .Expose("f1").Save("f1").Expose("f2").Add(RunEventKind.RunCompleted);
        foreach (RunEvent line in lines.All) traces.Apply(line);
        Assert.Null(Activity.Current);
        Activity run = Assert.Single(spans, span => span.OperationName == "run" && (string?)span.GetTagItem("lto.run_id") == record.RunId);
        Activity[] own = [.. spans.Where(span => span.ParentSpanId == run.SpanId)];
        Assert.Equal(["move", "expose"], own.Select(span => span.OperationName));
        Assert.All(own, span => Assert.Equal(TimeSpan.FromSeconds(1), span.Duration));
        Assert.Equal(TimeSpan.FromSeconds(6), run.Duration);
    }
}
