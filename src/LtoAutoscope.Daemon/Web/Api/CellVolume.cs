namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A field of a resolved cell.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Caption">A name for people.</param>
/// <param name="Unit">Its unit, empty for a pure number.</param>
/// <param name="Low">The lowest value of all moments.</param>
/// <param name="High">The highest value of all moments.</param>
/// <param name="Ends">[low, high] of each moment in the order of the times; null where a moment lacks the field.</param>
public sealed record CellVolume(string Name, string Caption, string Unit, double Low, double High, IReadOnlyList<double[]?> Ends);
