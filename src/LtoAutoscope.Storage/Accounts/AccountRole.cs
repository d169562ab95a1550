namespace LtoAutoscope.Storage.Accounts;

/// <summary>What a person may do; each role includes those before it.</summary>
public enum AccountRole
{
    /// <summary>Looks at everything, changes nothing; may press Stop, as everybody may.</summary>
    Viewer,

    /// <summary>Proposes samples and looks after the own ones.</summary>
    Scientist,

    /// <summary>Runs the queue and the instrument.</summary>
    Operator,

    /// <summary>Approves what is proposed, sets the schedule, manages accounts up to the own role.</summary>
    Manager,

    /// <summary>Calibrates, speaks to drivers, sets limits and configuration; manages all accounts.</summary>
    Maintainer,
}
