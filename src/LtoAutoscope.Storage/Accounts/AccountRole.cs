namespace LtoAutoscope.Storage.Accounts;

/// <summary>What a person may do; each role includes those before it.</summary>
public enum AccountRole
{
    /// <summary>Looks at everything, changes nothing; may press Stop.</summary>
    Viewer,

    /// <summary>Queues samples and runs the instrument.</summary>
    Operator,

    /// <summary>Manages accounts and settings.</summary>
    Administrator,
}
