namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Free space where runs are written.</summary>
public interface IDiskSpace
{
    /// <summary>Free space for this user, bytes.</summary>
    /// <exception cref="IOException">The disk is gone or does not answer.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be asked.</exception>
    long ReadFreeBytes();
}
