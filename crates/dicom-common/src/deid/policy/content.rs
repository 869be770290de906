//! What attributes say that the tables of PS3.15 do not name: the policy decides by kind of content.

/// The kind of content of an attribute. What is done with each kind is a row of the policy's table,
/// `content:` and the kind's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// How the object was made and is to be read: devices' models, methods, geometry, codes.
    Technical,
    /// Text that somebody may have typed.
    Text,
    /// Characteristics of the patient.
    Patient,
    /// Names, numbers and addresses of people, and what belongs to one person alone.
    Person,
    /// Institutions and what names them.
    Place,
    /// Devices and what names one of them.
    Device,
    /// Numbers of orders, visits, documents and media.
    Order,
    /// Dates and times.
    Date,
    /// UIDs of instances.
    Uid,
    /// Addresses in networks.
    Address,
    /// Bytes that nobody can look into: encrypted content, signatures, drawings.
    Opaque,
}

impl Content {
    /// All of them.
    pub const ALL: [Content; 11] = [
        Content::Technical,
        Content::Text,
        Content::Patient,
        Content::Person,
        Content::Place,
        Content::Device,
        Content::Order,
        Content::Date,
        Content::Uid,
        Content::Address,
        Content::Opaque,
    ];

    /// As in the table.
    pub fn name(self) -> &'static str {
        match self {
            Content::Technical => "technical",
            Content::Text => "text",
            Content::Patient => "patient",
            Content::Person => "person",
            Content::Place => "place",
            Content::Device => "device",
            Content::Order => "order",
            Content::Date => "date",
            Content::Uid => "uid",
            Content::Address => "address",
            Content::Opaque => "opaque",
        }
    }

    /// The kind of this name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|content| content.name() == name)
    }
}
