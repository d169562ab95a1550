using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Control;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>Who has control, and how it is taken, asked for and given back.</summary>
public sealed partial class ControlCard : LiveComponent
{
    private bool _busy;
    private bool _forcing;
    private string _reason = "";

    /// <summary>Who is at the page.</summary>
    [CascadingParameter]
    public Hands Hands { get; set; } = Hands.None;

    [Inject]
    internal ControlCommands Commands { get; set; } = default!;

    private string Problem { get; set; } = "";

    private ControlView Control => Lab.Control;

    private string RoleWhy => Hands.RoleWhy;

    private string TakeWhy => RoleWhy.Length > 0 ? RoleWhy
        : !Lab.Instrument.IsConnected ? "No instrument is connected."
        : Control.Kind == ControlKind.Program ? $"{Control.Holder} has the instrument: wait until it is done."
        : Control.WaitsForQueue is { } first && first != Hands.Me ? $"{first} waits for the queue to pause and has control then." : "";

    private string AskWhy => RoleWhy.Length > 0 ? RoleWhy : Control.Request is { } open && open.By != Hands.Me ? $"{open.By} asked first." : "";

    private string Symbol => Control.Kind switch { ControlKind.Free => "s-ready", ControlKind.Hand when Hands.HasControl => "s-running", ControlKind.Hand => "person", _ => "s-running" };

    private string Who => Control.Kind switch
    {
        ControlKind.Free => Control.WaitsForQueue is { } waits ? $"{waits} gets control in a moment" : "Nobody has control",
        ControlKind.Queue => "The queue has the instrument",
        ControlKind.Program => $"{Control.Holder} has the instrument",
        _ => Hands.HasControl ? "You have control" : $"{Control.Holder} has control",
    };

    private string Detail
    {
        get
        {
            if (Control.WaitsForQueue is { } waits) return waits == Hands.Me ? "The queue pauses after its present frame; control is yours then, and the queue stays paused until somebody resumes it." : $"{waits} gets control when the queue has paused after its present frame.";
            if (Control.Kind == ControlKind.Free) return "The queue begins by itself when it has work; while you have control it waits.";
            if (Control.Kind == ControlKind.Queue) return "It can be paused after the present frame; it stays paused until somebody resumes it.";
            if (Control.Kind != ControlKind.Hand) return "";
            string since = Control.Since is { } at ? $"since {Time.Minutes(at)}" : "";
            string left = Control.ExpiresAt is { } end ? $"it runs out {Figures.Duration(end > Time.GetUtcNow() ? end - Time.GetUtcNow() : TimeSpan.Zero)} after the last sign of life" : "";
            string doing = Control.Doing.Length > 0 ? $"; now {Control.Doing}" : "";
            return Hands.HasControl ? $"{since}{doing}. It lasts while this page is open and used, and ends with the beam blanked and the stage parked." : $"{since}, {left}{doing}.";
        }
    }

    private string Ended
    {
        get
        {
            if (Control.Refused is { } no && no.To == Hands.Me) return $"{no.By} refused your request at {Time.Minutes(no.At)}.";
            if (Control.LastEnd is not { } end || Time.GetUtcNow() - end.At > TimeSpan.FromHours(12)) return "";
            string how = end.How switch
            {
                ControlEnding.GivenBack => $"{end.Holder} gave it back",
                ControlEnding.RanOut => $"{end.Holder} was not heard of any more, and control ran out",
                ControlEnding.Granted => $"{end.Holder} granted it to {end.Next}",
                ControlEnding.Unanswered => $"{end.Holder} did not answer, and it went over to {end.Next}",
                ControlEnding.Forced => $"{end.Next} took it from {end.Holder}: {end.Reason}",
                ControlEnding.ConnectionLost => $"{end.Holder} lost it with the connection",
                _ => $"{end.Holder} had it when the daemon ended",
            };
            string safe = end.Safe is { } report ? report.Faults.Count == 0 ? " Beam blanked and stage halted, read back." : $" {report.FaultText} {report.Detail}".TrimEnd() : end.Next.Length > 0 ? " The beam was blanked and the stage halted." : "";
            return $"At {Time.Seconds(end.At)} {how.TrimEnd('.')}.{safe}";
        }
    }

    private async Task Act(Func<Task<ControlView>> command)
    {
        _busy = true;
        Problem = await Telling.OfAsync(command);
        _busy = false;
    }

    private async Task ForceAsync()
    {
        await Act(() => Commands.ForceAsync(_reason));
        if (Problem.Length == 0) (_forcing, _reason) = (false, "");
    }
}
