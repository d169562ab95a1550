using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>How people take, pass on and give back control of the instrument by hand.</summary>
/// <param name="services">Where control is, in a daemon that has an instrument.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="actors">Who asks.</param>
internal sealed class ControlCommands(IServiceProvider services, CommandDesk desk, ActorSource actors)
{
    /// <summary>Who controls the instrument.</summary>
    public ControlView Current => Control.Control;

    private ILabControl Control => services.GetService<ILabControl>() ?? throw new InputException("this daemon has no instrument", "control", "Start it by `serve`");

    /// <summary>Takes control.</summary>
    /// <param name="pausesQueue">Whether a running queue is paused after its present frame for it.</param>
    /// <param name="cancellationToken">Heeded before anything is changed.</param>
    public Task<ControlView> TakeAsync(bool pausesQueue, CancellationToken cancellationToken)
        => desk.DoAsync(Of(pausesQueue ? "control.take_after_frame" : "control.take"), by => Control.TakeControlAsync(pausesQueue, by, cancellationToken));

    /// <summary>Says that the holder is still there. Not in the trail: a page says it twice a minute.</summary>
    public async Task<ControlView> RenewAsync()
    {
        Actor actor = await actors.CurrentAsync();
        if (Permissions.WhyNot(actor.User, Permission.Control) is { Length: > 0 } why) throw new NotPermittedException(why);
        return Control.RenewControl(actor.Name);
    }

    /// <summary>Gives control back; the instrument is parked.</summary>
    public Task<ControlView> ReleaseAsync() => desk.DoAsync(Of("control.release"), by => Control.ReleaseControlAsync(by));

    /// <summary>Asks the holder for control.</summary>
    public Task<ControlView> AskAsync(string reason) => desk.DoAsync(Of("control.ask") with { Reason = reason }, by => Task.FromResult(Control.AskForControl(reason, by)));

    /// <summary>Takes the own request back.</summary>
    public Task<ControlView> WithdrawAsync() => desk.DoAsync(Of("control.withdraw"), by => Task.FromResult(Control.WithdrawRequest(by)));

    /// <summary>Grants or refuses a request.</summary>
    public Task<ControlView> AnswerAsync(bool grants) => desk.DoAsync(Of(grants ? "control.grant" : "control.refuse"), by => Control.AnswerRequestAsync(grants, by));

    /// <summary>Takes control from its holder.</summary>
    public Task<ControlView> ForceAsync(string reason)
        => desk.DoAsync(Of("control.force") with { Permission = Permission.Maintain, Reason = reason }, by => Control.ForceControlAsync(reason, by));

    /// <summary>Lets the holder's commands pass again after a stop.</summary>
    public Task<ControlView> ClearStopAsync() => desk.DoAsync(Of("control.clear_stop"), by => Control.ClearStopAsync(by));

    private Command Of(string action) => new(Permission.Control, action) { Owner = "", State = () => new { control = Current.Holder ?? "nobody", request = Current.Request?.By, waits = Current.WaitsForQueue } };
}
