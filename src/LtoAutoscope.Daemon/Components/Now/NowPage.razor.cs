using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Now;

/// <summary>What the microscope does at this moment, how close the sample is to its goal, and why it does what it does.</summary>
public sealed partial class NowPage : LiveComponent
{
    [Inject]
    private LabCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>A frame that is held in view; null follows the newest.</summary>
    [SupplyParameterFromQuery(Name = "frame")]
    private string? Frame { get; set; }

    /// <summary>“none” hides the outlines.</summary>
    [SupplyParameterFromQuery(Name = "overlay")]
    private string? Overlay { get; set; }

    /// <summary>How far back the vital signs reach.</summary>
    [SupplyParameterFromQuery(Name = "vitals")]
    private string? Vitals { get; set; }

    private bool Busy { get; set; }

    private string Problem { get; set; } = "";

    private string Headline => Lab.State switch
    {
        LabState.Disconnected => "No instrument",
        LabState.Faulted => "Stopped by a fault",
        LabState.Paused or LabState.Pausing => "The queue is held",
        _ => "Nothing runs",
    };

    /// <summary>Faults after which nobody may say that the instrument is parked.</summary>
    private static readonly Fault[] Unsafe = [Fault.BlankNotConfirmed, Fault.HaltNotConfirmed];

    private string FaultText
    {
        get
        {
            string cause = Lab.StateDetail.Length > 0 ? char.ToUpperInvariant(Lab.StateDetail[0]) + Lab.StateDetail[1..] : "A fault ended the work";
            bool isParked = !Unsafe.Any(fault => cause.Contains(FaultCatalogue.Describe(fault).Sentence, StringComparison.Ordinal));
            return $"{cause.TrimEnd('.')}. {(isParked ? "The instrument is parked; Resume goes on where the journal ends." : "Resume only when that is done.")}";
        }
    }

    /// <summary>The focus score under which a frame is taken again: a share of the last good one.</summary>
    private double? FocusFloor => Lab.Running is { } run
        ? run.Frames.LastOrDefault(f => f.Verdict == FrameVerdict.Accepted)?.Metadata.FocusScore * run.Job.Recipe.Focus.MinimumScoreRatio
        : null;

    private static string Goal(RunningView run)
    {
        var sample = run.Job.Sample;
        string what = sample.Description.Length > 0 ? $"{sample.Description} · " : "";
        return $"{what}stub {sample.Stub} · goal: {Figures.Count(run.Job.Recipe.ParticleGoal)} particles, at most {Figures.Count(run.Job.Recipe.MaximumFrames)} frames";
    }

    private async Task Act(Func<CancellationToken, Task> command)
    {
        Busy = true;
        Problem = await Telling.OfAsync(() => command(CancellationToken.None));
        Busy = false;
    }

    private void SetOverlay(bool shown) => Go("overlay", shown ? null : "none");

    private void SetWindow(string window) => Go("vitals", window);

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, value), replace: true);
}
