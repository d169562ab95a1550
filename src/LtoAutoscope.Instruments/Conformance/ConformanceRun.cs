using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>
/// Tries a connected instrument: reads everything several times, looks whether the values make sense, measures how long answers take; and, only where it is asked for,
/// moves the stage by tiny steps inside the envelope, through the interlock, and stops it on its way.
/// </summary>
public sealed class ConformanceRun(InterlockedMicroscope microscope, ConformanceSettings settings, TimeProvider timeProvider)
{
    /// <summary>Runs. A fault of the instrument is a failed check, never an exception.</summary>
    /// <param name="progress">Is told of each check as it ends; or null.</param>
    /// <param name="cancellationToken">Ends it; a move under way is halted.</param>
    public async Task<ConformanceReport> RunAsync(IProgress<ConformanceItem>? progress, CancellationToken cancellationToken)
    {
        DateTimeOffset started = timeProvider.GetUtcNow();
        long began = timeProvider.GetTimestamp();
        var findings = new Findings(progress);
        Identify(findings);
        var timings = await new ReadingChecks(microscope, settings, timeProvider).RunAsync(findings, cancellationToken).ConfigureAwait(false);
        foreach ((string connection, StopAbility ability) in settings.Stops)
        {
            findings.Add("stop", connection, ability.InterruptsMoves ? ConformanceOutcome.Passed : ConformanceOutcome.Remark, $"{ability}, as the protocol has it");
        }

        if (settings.Moves) await new MotionChecks(microscope, settings, timeProvider).RunAsync(findings, cancellationToken).ConfigureAwait(false);
        else findings.Add("motion", "stage", ConformanceOutcome.Skipped, "nothing was moved; --move asks for it");
        if (!settings.Moves) findings.Add("stop", "stop", ConformanceOutcome.Skipped, "no stop was sent; with --move one is sent during a move");
        return new ConformanceReport(
            microscope.Identity, started, Math.Round(timeProvider.GetElapsedTime(began).TotalSeconds, 3), settings.Moves, findings.Items, timings);
    }

    private void Identify(Findings findings)
    {
        InstrumentIdentity identity = microscope.Identity;
        findings.Add("identity", "model", identity.Model.Length > 0 ? ConformanceOutcome.Passed : ConformanceOutcome.Remark, identity.Model);
        findings.Add("identity", "serial number", identity.SerialNumber.Length > 0 ? ConformanceOutcome.Passed : ConformanceOutcome.Remark,
            identity.SerialNumber.Length > 0 ? identity.SerialNumber : "the instrument tells none");
        findings.Add("identity", "software", identity.Software.Length > 0 ? ConformanceOutcome.Passed : ConformanceOutcome.Remark,
            identity.Software.Length > 0 ? identity.Software : "the instrument tells none");
    }
}
