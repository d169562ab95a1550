namespace LtoAutoscope.Domain.Nights;

/// <summary>Tells what happens in the laboratory as it happens.</summary>
public interface ILabEventSource
{
    /// <summary>Raised after the event is on the disk where it belongs; handlers return at once.</summary>
    event Action<LabEvent>? Happened;
}
