using System.Globalization;
using System.Text;
using LtoAutoscope.Instruments.Recording;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>A report as text.</summary>
public static class ConformanceText
{
    /// <summary>One check on one line.</summary>
    public static string Line(ConformanceItem item)
    {
        string outcome = item.Outcome switch { ConformanceOutcome.Passed => "ok", ConformanceOutcome.Remark => "look", ConformanceOutcome.Skipped => "-", _ => "FAILED" };
        return $"{outcome,-7}{item.Group,-10}{item.Name,-28}{item.Detail}";
    }

    /// <summary>The whole report, every exchange at its end.</summary>
    /// <param name="name">Name of the configuration.</param>
    /// <param name="report">The report.</param>
    /// <param name="wire">What went over the wire.</param>
    public static string Write(string name, ConformanceReport report, WireLog wire)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Conformance run of {name}: {(report.Passed ? "passed" : "FAILED")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Instrument.Model} {report.Instrument.SerialNumber}, software {report.Instrument.Software}{(report.Instrument.IsSimulated ? ", simulated" : "")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.StartedAt:yyyy-MM-dd HH:mm:ss} UTC, {report.WallS:0.#} s, {(report.Moved ? "the stage was moved" : "nothing was moved")}");
        text.AppendLine();
        foreach (ConformanceItem item in report.Items) text.AppendLine(Line(item));
        text.AppendLine().AppendLine("Answers                    count   p50 ms   p95 ms   longest ms");
        foreach (QuestionTiming timing in report.Timings)
            text.AppendLine(CultureInfo.InvariantCulture, $"{timing.Question,-26}{timing.Count,6}{timing.P50Ms,9:0.00}{timing.P95Ms,9:0.00}{timing.LongestMs,13:0.00}");
        text.AppendLine().AppendLine("The wire (docs/wire-log.md)");
        foreach (WireLogEntry entry in wire.Entries) text.AppendLine(WireLine.Format(entry.Record));
        return text.ToString();
    }
}
