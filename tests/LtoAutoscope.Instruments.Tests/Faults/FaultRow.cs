namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>One row of the fault matrix.</summary>
/// <param name="Link">Protocol and wire: <c>prior pty</c>, <c>sharksem tcp</c>.</param>
/// <param name="Fault">An order of the fault script.</param>
/// <param name="Deed">What the driver is at.</param>
/// <param name="Endings">The faults in which that may end, <see cref="Recovers"/>, or what it reads; separated by bars.</param>
/// <param name="Then">Whether the driver works again afterwards.</param>
public sealed record FaultRow(string Link, string Fault, FaultDeed Deed, string Endings, FaultAfter Then)
{
    /// <summary>It ends as if there had been no fault.</summary>
    public const string Recovers = "recovers";

    public string Protocol => Link.Split(' ')[0];

    public bool OnTerminal => Link.EndsWith(" pty", StringComparison.Ordinal);

    /// <summary>Whether it ends by itself, on the clock of the wire; the others are cleared afterwards where they last.</summary>
    public bool IsOfTheWire => FaultName is "server_restart" or "power_loss" or "late_answers" or "swallow_answers" || FaultName.StartsWith("wire_", StringComparison.Ordinal);

    /// <summary>The fault's name in the script.</summary>
    public string FaultName => Fault.Split('{', ',', ' ', '}').First(word => word.Contains('_', StringComparison.Ordinal) || word == "touch");
}
