using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>A card that does something with the instrument, and tells at its place why something was refused.</summary>
public abstract class HandComponent : LiveComponent
{
    /// <summary>Who is at the page.</summary>
    [CascadingParameter]
    public Hands Hands { get; set; } = Hands.None;

    [Inject]
    internal InstrumentCommands Commands { get; set; } = default!;

    /// <summary>Why the last command was refused; empty when it was done.</summary>
    protected string Problem { get; private set; } = "";

    /// <summary>What the hardware answered to the last command; empty before the first.</summary>
    protected string Answer { get; private set; } = "";

    /// <summary>Does it and shows what came of it.</summary>
    /// <param name="command">Does it, and says what the hardware answered.</param>
    protected async Task ActAsync(Func<Task<string>> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        (Problem, Answer) = ("", "");
        string answer = "";
        Problem = await Telling.OfAsync(async () => answer = await command());
        Answer = answer;
    }
}
