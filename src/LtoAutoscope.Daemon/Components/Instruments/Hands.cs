using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>Who is at the page, and why a control of the instrument may not be used just now.</summary>
/// <param name="Me">Name of the person.</param>
/// <param name="RoleWhy">Why the role forbids it; empty when it does not.</param>
/// <param name="Control">Who has control.</param>
/// <param name="Instrument">The instrument as last read.</param>
/// <param name="Description">What it can do; null without a connection.</param>
/// <param name="Optics">Column and detectors; null without a connection.</param>
public sealed record Hands(string Me, string RoleWhy, ControlView Control, InstrumentView Instrument, InstrumentDescription? Description, OpticsView? Optics)
{
    /// <summary>Nobody at nothing.</summary>
    public static Hands None { get; } = new("", "Sign in first.", new ControlView(), new InstrumentView(), null, null);

    /// <summary>Whether the person has control.</summary>
    public bool HasControl => Control.IsHeldBy(Me);

    /// <summary>Why nothing may be moved or changed, in a sentence; empty when it may.</summary>
    public string Why
    {
        get
        {
            if (RoleWhy.Length > 0) return RoleWhy;
            if (!Instrument.IsConnected) return "No instrument is connected.";
            if (!HasControl)
            {
                return Control.Kind switch
                {
                    ControlKind.Hand => $"{Control.Holder} has control: ask for it.",
                    ControlKind.Queue => "The queue has the instrument: take control after the present frame.",
                    ControlKind.Program => $"{Control.Holder} has the instrument: wait until it is done.",
                    _ => "Take control first.",
                };
            }

            if (Control.IsStopped) return "A stop holds everything: clear it first.";
            return Control.Doing.Length > 0 ? $"It is busy {Control.Doing}." : "";
        }
    }

    /// <summary>The same for something that not every instrument has.</summary>
    /// <param name="capability">Name of the capability.</param>
    public string WhyNot(string capability) => Description?.WhyNot(capability) is { Length: > 0 } lacking ? lacking : Why;
}
