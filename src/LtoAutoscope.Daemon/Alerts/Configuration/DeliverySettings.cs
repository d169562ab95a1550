namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>How a delivery is tried.</summary>
internal sealed record DeliverySettings
{
    /// <summary>Attempts before it is given up, 1…100. Default 12: with the default waits about an hour and a half.</summary>
    public int Attempts { get; init; } = 12;

    /// <summary>How long one attempt may take, s, 1…300. Default 20.</summary>
    public double TimeoutS { get; init; } = 20;

    /// <summary>Wait after the first failure, s; doubled after each further one. Default 5.</summary>
    public double FirstWaitS { get; init; } = 5;

    /// <summary>The longest wait, s. Default 900.</summary>
    public double LongestWaitS { get; init; } = 900;

    /// <summary>The wait after so many failures.</summary>
    public TimeSpan WaitAfter(int failures) => TimeSpan.FromSeconds(Math.Min(LongestWaitS, FirstWaitS * Math.Pow(2, Math.Min(failures - 1, 30))));
}
