namespace LtoAutoscope.Daemon.Service;

/// <summary>How one part of the service stands.</summary>
/// <param name="Name">Its name with the system.</param>
/// <param name="IsInstalled">Whether the system knows it.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="Detail">What the system says of it.</param>
internal sealed record ServiceState(string Name, bool IsInstalled, bool IsRunning, string Detail);
