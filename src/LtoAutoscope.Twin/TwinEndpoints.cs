namespace LtoAutoscope.Twin;

/// <summary>Where a twin can be reached.</summary>
/// <param name="SharkSem"><c>127.0.0.1:port</c> of the SharkSEM control connection.</param>
/// <param name="Prior">Serial port of the Prior stage, or null when there is none.</param>
public sealed record TwinEndpoints(string SharkSem, string? Prior);
