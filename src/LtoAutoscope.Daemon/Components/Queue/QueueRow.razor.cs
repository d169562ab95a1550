using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>One row of the queue: what, on which stub, until when, how it stands and why, and what can be done about it.</summary>
public sealed partial class QueueRow
{
    /// <summary>The job.</summary>
    [Parameter, EditorRequired]
    public JobView Job { get; set; } = default!;

    /// <summary>Its run while it is under way.</summary>
    [Parameter]
    public RunningView? Running { get; set; }

    /// <summary>The clock.</summary>
    [Parameter, EditorRequired]
    public TimeProvider Time { get; set; } = default!;

    /// <summary>Why the person may not order the queue; empty when it is allowed.</summary>
    [Parameter]
    public string WhyNotRun { get; set; } = "";

    /// <summary>Why the person may not change this very job; empty when it is allowed, as with an own one.</summary>
    [Parameter]
    public string WhyNotThis { get; set; } = "";

    /// <summary>Why the person may not approve; empty when it is allowed.</summary>
    [Parameter]
    public string WhyNotApprove { get; set; } = "";

    /// <summary>Asked to move up (−1) or down (+1).</summary>
    [Parameter]
    public EventCallback<int> OnMove { get; set; }

    /// <summary>A drag begins here.</summary>
    [Parameter]
    public EventCallback OnDragStart { get; set; }

    /// <summary>What was dragged is dropped here.</summary>
    [Parameter]
    public EventCallback OnDrop { get; set; }

    /// <summary>Asked to be taken out.</summary>
    [Parameter]
    public EventCallback OnRemove { get; set; }

    /// <summary>Asked to be the next.</summary>
    [Parameter]
    public EventCallback OnNext { get; set; }

    /// <summary>Asked to be passed over.</summary>
    [Parameter]
    public EventCallback OnHold { get; set; }

    /// <summary>Asked to wait again.</summary>
    [Parameter]
    public EventCallback OnResume { get; set; }

    /// <summary>Asked to be called off.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>Asked to be copied.</summary>
    [Parameter]
    public EventCallback OnDuplicate { get; set; }

    /// <summary>Somebody saw the sample on its stub.</summary>
    [Parameter]
    public EventCallback OnConfirm { get; set; }

    /// <summary>A proposal is approved.</summary>
    [Parameter]
    public EventCallback OnApprove { get; set; }

    /// <summary>Its details are asked for.</summary>
    [Parameter]
    public EventCallback OnOpen { get; set; }

    private bool IsProposal => Job is { State: RunState.Queued, Hold.Cause: HoldCause.Approval };

    private bool IsPlanned => Job is { State: RunState.Queued, Hold.Cause: HoldCause.Planned };

    private bool NeedsConfirmation => Job is { IsConfirmed: false, State: RunState.Queued } && !IsProposal && !IsPlanned;

    private bool CanResume => OnResume.HasDelegate && (Job.State is RunState.Stopped or RunState.Failed || Job is { State: RunState.Queued, Hold.Cause: not (HoldCause.Sample or HoldCause.Approval or HoldCause.Planned) });

    private bool CanMove => Job.State == RunState.Queued && OnMove.HasDelegate;

    private string RowStyle => Job.State switch { RunState.Running => "run", RunState.Failed => "blk", RunState.Completed => "done", _ when IsProposal => "prop", _ => "" };

    private IReadOnlyList<JobMenuItem> Items
    {
        get
        {
            List<JobMenuItem> items = [];
            void Add(bool shown, string id, string symbol, string words, string why, EventCallback act)
            {
                if (shown && act.HasDelegate) items.Add(new(id, symbol, words, why, act));
            }

            Add(true, "open-job", "recipe", "Details, priority, window, copies", "", OnOpen);
            Add(CanMove && Job.Hold is null, "next", "up", "Run it next", WhyNotRun, OnNext);
            Add(CanMove && Job.Hold is null, "hold", "pause", "Hold it; the queue goes on", WhyNotThis, OnHold);
            Add(CanResume, "resume-job", "play", "Let it go on", WhyNotThis, OnResume);
            Add(true, "duplicate", "plus", "Duplicate", WhyNotThis, OnDuplicate);
            bool isUntouched = Job.State == RunState.Queued && Job.RunId is null;
            Add(isUntouched, "remove", "remove", "Take it out of the queue", WhyNotThis, OnRemove);
            Add(!isUntouched && Job.State is RunState.Queued or RunState.Running or RunState.Stopped, "cancel", "remove", "Cancel it; what was counted is kept", WhyNotThis, OnCancel);
            return items;
        }
    }

    private string Window => (Job.Window?.EarliestStart, Job.Window?.LatestEnd) switch
    {
        ({ } from, { } to) => $"between {Time.Minutes(from)} and {Time.Minutes(to)}",
        ({ } from, null) => $"from {Time.Minutes(from)}",
        (null, { } to) => $"until {Time.Minutes(to)}",
        _ => "",
    };

    private string Ends => Job.EndedAt is { } at ? Time.Minutes(at) : Time.Range(Job.EndsBetween);

    private string Progress
        => Running is { } run ? $"{Figures.Count(run.Particles)} particles on {Figures.Count(run.Frames.Count(FrameAddress.HasPicture))} frames"
          : Job.WaitsFor.Length > 0 ? Job.Hold is { Cause: HoldCause.Person } hold ? $"Held by {hold.By}. {Job.WaitsFor}" : Job.WaitsFor
          : Job.Reason.Length > 0 ? Job.Reason
          : NeedsConfirmation ? $"Nobody has confirmed yet that it lies on stub {Job.Sample.Stub}"
          : Window.Length > 0 && Job.State == RunState.Queued ? $"To be done {Window}"
          : Job.Particles > 0 ? $"{Figures.Count(Job.Particles)} particles" : "";

    private Task Key(KeyboardEventArgs key) => WhyNotRun.Length > 0 ? Task.CompletedTask : key.Key switch
    {
        "ArrowUp" => OnMove.InvokeAsync(-1),
        "ArrowDown" => OnMove.InvokeAsync(1),
        _ => Task.CompletedTask,
    };
}
