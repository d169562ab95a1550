namespace LtoAutoscope.Domain.Samples;

/// <summary>A crystalline phase of a powder.</summary>
/// <param name="Name">Its name, such as <c>Li4Ti5O12</c> or <c>anatase</c>, 1 to 64 characters.</param>
/// <param name="Fraction">Its mass fraction, 0…1.</param>
public sealed record XrdPhase(string Name, double Fraction);
