namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A quantity that efficiency may go with.</summary>
/// <param name="Key">Its name in addresses.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Unit">Its unit, empty for a pure number.</param>
/// <param name="Known">Samples of which it is known.</param>
public sealed record QuantityName(string Key, string Name, string Unit, int Known);
