namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>A key that was made.</summary>
/// <param name="Record">What is kept of it.</param>
/// <param name="Key">The key itself: shown once, stored nowhere.</param>
public sealed record NewKey(KeyView Record, string Key);
