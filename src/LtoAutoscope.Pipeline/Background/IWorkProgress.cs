namespace LtoAutoscope.Pipeline.Background;

/// <summary>Where work in the background stands.</summary>
public interface IWorkProgress
{
    /// <summary>Whether it goes on.</summary>
    bool IsRunning { get; }
}
