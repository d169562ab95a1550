namespace LtoAutoscope.Domain.Instruments;

/// <summary>What an instrument says of itself.</summary>
/// <param name="Name">Name of its configuration.</param>
/// <param name="Model">Model as reported.</param>
/// <param name="SerialNumber">Serial number as reported.</param>
/// <param name="Software">Version of its software as reported.</param>
/// <param name="IsSimulated">Whether it is a microscope in software.</param>
public sealed record InstrumentIdentity(string Name, string Model, string SerialNumber, string Software, bool IsSimulated);
