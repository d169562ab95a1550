namespace LtoAutoscope.Storage.Queue;

/// <summary>Why a job is held while the queue goes on.</summary>
public enum HoldCause
{
    /// <summary>A person held it; a person lets it go.</summary>
    Person,

    /// <summary>Its sample is absent, unconfirmed or changed; it goes on by itself when the sample is confirmed on its stub.</summary>
    Sample,

    /// <summary>It was proposed; somebody who may approve it lets it go.</summary>
    Approval,

    /// <summary>Its window has passed, or is too short; a person gives it another one.</summary>
    Window,

    /// <summary>Its powder is still to be made; it goes on by itself when somebody confirms the sample on a stub.</summary>
    Planned,
}
